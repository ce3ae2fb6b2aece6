// SPDX-License-Identifier: Apache-2.0
/**
 * Runs code that is written for the JDK's HTTP server, {@code com.sun.net.httpserver}, on jevent's server. With this
 * module on the class path or the module path, {@code HttpServer.create} makes a server of jevent.
 *
 * <p>In reading order: {@link io.jevent.http.jdk.JeventHttpServerProvider JeventHttpServerProvider}, the entry;
 * {@code ServerCore} with {@code PlainServer}, {@code SecureServer}, {@code ConfiguredEngines} and
 * {@code DispatcherThread}, a server; {@code ContextTable} and {@code ServerContext}, its contexts;
 * {@code ContextHandler}, which serves a request; {@code ServerExchange}, {@code SecureExchange} and
 * {@code ExchangeOutput}, the request and its response; {@code HubCalls}, for the threads of an executor.
 */
@NullMarked
package io.jevent.http.jdk;

import org.jspecify.annotations.NullMarked;
