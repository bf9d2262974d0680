/** Certificates, keys, names and ciphers, and putting changed ones in force. */
@NullMarked
package io.forebay.internal.tls;

import org.jspecify.annotations.NullMarked;
