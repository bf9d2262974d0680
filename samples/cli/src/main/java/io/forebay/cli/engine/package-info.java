/**
 * What the commands do, without a command line: plain values in, plain values out.
 *
 * <p>Start reading at {@link io.forebay.cli.engine.Caller}: one {@link
 * io.forebay.cli.engine.CallRequest} becomes one {@link io.forebay.cli.engine.CallResult}. {@link
 * io.forebay.cli.engine.Batch} does so for a stream of lines, {@link
 * io.forebay.cli.engine.ProbeRecorder} listens to health checks. What the caller got wrong is an
 * {@link io.forebay.cli.engine.InputException}.
 */
@NullMarked
package io.forebay.cli.engine;

import org.jspecify.annotations.NullMarked;
