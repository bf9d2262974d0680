package io.forebay.config.internal.fastly;

import io.forebay.spec.BackendSpec;

/**
 * A backend, and what it is among others.
 *
 * @param fields where it was read from
 * @param name its name in the text
 * @param spec what it says by itself, under its label
 * @param weight its share
 * @param balanced whether it belongs to the group that shares the traffic nobody else takes
 */
record Member(Fields fields, String name, BackendSpec spec, int weight, boolean balanced) {}
