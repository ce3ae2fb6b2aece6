// SPDX-License-Identifier: Apache-2.0
/**
 * An HTTP client on greenlets: {@link io.jevent.http.client.Http Http} for plain blocking calls, and
 * {@link io.jevent.http.client.HubHttpClient HubHttpClient}, a {@link java.net.http.HttpClient} that runs on the hub's
 * loop without any thread.
 *
 * <p>In reading order: {@link io.jevent.http.client.Http Http}, {@link io.jevent.http.client.HttpCall HttpCall} and
 * {@link io.jevent.http.client.Reply Reply}; {@link io.jevent.http.client.HubHttpClient HubHttpClient} and its
 * {@link io.jevent.http.client.ClientOptions ClientOptions}; {@link io.jevent.http.client.Interceptor Interceptor}.
 */
@NullMarked
package io.jevent.http.client;

import org.jspecify.annotations.NullMarked;
