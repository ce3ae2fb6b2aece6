// SPDX-License-Identifier: Apache-2.0
/**
 * Operating a service: {@link io.jevent.http.ops.Health Health} tells load balancers whether to send requests, and
 * {@link io.jevent.http.ops.TraceContext TraceContext} follows a request from service to service.
 */
@NullMarked
package io.jevent.http.ops;

import org.jspecify.annotations.NullMarked;
