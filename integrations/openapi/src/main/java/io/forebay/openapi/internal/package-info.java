/**
 * How a document becomes rules: {@code Documents} reads it and the files beside it, {@code
 * ContractCompiler} fills a {@code Router}, which finds the rules for a request. {@code Schemas}
 * makes them of schemas, and with {@code SchemaRule} and {@code Patterns} alone knows the
 * validator.
 */
@NullMarked
package io.forebay.openapi.internal;

import org.jspecify.annotations.NullMarked;
