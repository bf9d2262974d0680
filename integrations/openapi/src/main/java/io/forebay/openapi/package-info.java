/**
 * Contracts of backends in OpenAPI 3.0 and 3.1. It is enough to have this module on the class or
 * module path; {@link io.forebay.openapi.OpenApiContracts} is what is found there.
 */
@NullMarked
package io.forebay.openapi;

import org.jspecify.annotations.NullMarked;
