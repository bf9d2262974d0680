/**
 * The versions of a registry: their history, how they are edited and compared, who still uses what
 * was replaced, and the files that are followed. Knows nothing of backends that are open. Start at
 * {@link io.forebay.internal.versions.History}.
 */
@NullMarked
package io.forebay.internal.versions;

import org.jspecify.annotations.NullMarked;
