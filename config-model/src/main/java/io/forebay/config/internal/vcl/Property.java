package io.forebay.config.internal.vcl;

import io.forebay.config.internal.tree.Position;

/**
 * A name with its value: {@code .port = "443";}.
 *
 * @param at where its dot stands
 * @param name without the dot
 * @param given its value
 */
record Property(Position at, String name, Given given) {}
