/** What a call costs. */
@NullMarked
package io.forebay.benchmarks;

import org.jspecify.annotations.NullMarked;
