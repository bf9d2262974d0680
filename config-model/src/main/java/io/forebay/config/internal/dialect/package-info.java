/** What the languages that are not ours have in common; each has a package of its own. */
@NullMarked
package io.forebay.config.internal.dialect;

import org.jspecify.annotations.NullMarked;
