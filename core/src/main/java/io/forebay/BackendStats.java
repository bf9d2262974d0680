package io.forebay;

/**
 * The pool of a backend at one moment. Immutable.
 *
 * @param max most connections; 0 means no bound
 * @param leased permits in use: exchanges between admission and the end of their body
 * @param waiting exchanges that wait for a permit
 * @param open sockets in any state
 * @param idle connections that wait for the next exchange
 */
public record BackendStats(int max, int leased, int waiting, int open, int idle) {}
