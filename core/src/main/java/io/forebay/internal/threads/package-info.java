/** The threads of the process that backends share, and the time they keep. */
@NullMarked
package io.forebay.internal.threads;

import org.jspecify.annotations.NullMarked;
