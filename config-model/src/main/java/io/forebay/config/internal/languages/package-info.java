/** Which reader and writer belongs to which language. */
@NullMarked
package io.forebay.config.internal.languages;

import org.jspecify.annotations.NullMarked;
