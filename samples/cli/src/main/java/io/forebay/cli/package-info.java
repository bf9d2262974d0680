/**
 * The command line: options in, text and exit codes out.
 *
 * <p>Start reading at {@link io.forebay.cli.Main}. One class a command; what a command does is in
 * {@link io.forebay.cli.engine}.
 */
@NullMarked
package io.forebay.cli;

import org.jspecify.annotations.NullMarked;
