/** How backends are opened, held together and closed. */
@NullMarked
package io.forebay.internal;

import org.jspecify.annotations.NullMarked;
