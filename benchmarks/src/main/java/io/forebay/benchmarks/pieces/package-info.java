/**
 * What the pieces of a call cost, without a kernel: a call beside raw OkHttp's on the same
 * in-memory socket, and what it is made of. Start reading at {@link
 * io.forebay.benchmarks.pieces.PipelineBenchmark}; {@code benchmarks/pieces} runs all of it.
 */
@NullMarked
package io.forebay.benchmarks.pieces;

import org.jspecify.annotations.NullMarked;
