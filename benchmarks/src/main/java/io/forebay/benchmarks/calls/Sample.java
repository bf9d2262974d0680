package io.forebay.benchmarks.calls;

import io.forebay.benchmarks.calls.clients.Catalog;

/**
 * A window of one client, and whether it counts.
 *
 * @param client who
 * @param cell on what
 * @param window what was measured
 * @param foreign the processors that others kept busy meanwhile
 * @param clean whether that was little enough
 */
record Sample(Catalog client, Cell cell, Window window, double foreign, boolean clean) {}
