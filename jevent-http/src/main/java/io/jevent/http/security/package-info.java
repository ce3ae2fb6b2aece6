// SPDX-License-Identifier: Apache-2.0
/**
 * Filters that protect a service: {@link io.jevent.http.security.BasicAuth BasicAuth} and
 * {@link io.jevent.http.security.BearerAuth BearerAuth} for who asks, {@link io.jevent.http.security.Cors Cors} and
 * {@link io.jevent.http.security.Csrf Csrf} for pages of other sites, {@link io.jevent.http.security.SecurityHeaders
 * SecurityHeaders} for the browser, and {@link io.jevent.http.security.RateLimit RateLimit} for how often.
 */
@NullMarked
package io.jevent.http.security;

import org.jspecify.annotations.NullMarked;
