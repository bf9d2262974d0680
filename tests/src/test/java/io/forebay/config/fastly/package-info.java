/** Fastly's API in JSON: what it means to us, and what we write of ours. */
@NullMarked
package io.forebay.config.fastly;

import org.jspecify.annotations.NullMarked;
