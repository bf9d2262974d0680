/** Many calls against an origin that breaks by plan, with a ledger on either side. */
@NullMarked
package io.forebay.soak;

import org.jspecify.annotations.NullMarked;
