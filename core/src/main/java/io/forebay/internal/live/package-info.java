/** Who is open, for leak checks. */
@NullMarked
package io.forebay.internal.live;

import org.jspecify.annotations.NullMarked;
