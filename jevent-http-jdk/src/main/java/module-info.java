// SPDX-License-Identifier: Apache-2.0
/** The JDK's interface for HTTP servers, {@code com.sun.net.httpserver}, on jevent's server. */
module io.jevent.http.jdk {
    requires transitive io.jevent.http;
    requires static org.jspecify;
    requires transitive jdk.httpserver;

    exports io.jevent.http.jdk;

    provides com.sun.net.httpserver.spi.HttpServerProvider with
            io.jevent.http.jdk.JeventHttpServerProvider;
}
