/**
 * The language of Fastly's API: backends, healthchecks, directors and conditions in JSON, as its
 * replies and the bodies of its clients hold them.
 *
 * <p>Start reading at {@link io.forebay.config.internal.fastly.FastlyDialect}. On the way in,
 * {@link io.forebay.config.internal.fastly.Contents} sorts a text into objects, a reader for each
 * kind makes values of them, and {@link io.forebay.config.internal.fastly.Groups} joins backends
 * that share traffic. On the way out, {@link io.forebay.config.internal.fastly.VersionWriter} makes
 * one version of a service. Source of keys, defaults and ranges: Fastly's API reference and
 * recorded replies.
 */
@NullMarked
package io.forebay.config.internal.fastly;

import org.jspecify.annotations.NullMarked;
