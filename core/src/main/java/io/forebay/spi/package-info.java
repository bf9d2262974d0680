/** What a backend uses but does not own, and the words for how far an exchange came. */
@NullMarked
package io.forebay.spi;

import org.jspecify.annotations.NullMarked;
