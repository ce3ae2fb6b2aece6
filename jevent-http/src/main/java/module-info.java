// SPDX-License-Identifier: Apache-2.0
/** An HTTP server on greenlets, with a Java interface for applications, WSGI (PEP 3333), and WebSockets. */
module io.jevent.http {
    requires transitive io.jevent.core;
    requires transitive io.jevent.net;
    requires transitive java.net.http;
    requires static org.jspecify;
    requires static com.aayushatharva.brotli4j;
    requires static com.github.luben.zstd_jni;
    requires static com.fasterxml.jackson.core; // the next three are not transitive: a program needs at most one
    requires static com.fasterxml.jackson.databind;
    requires static com.google.gson;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.compression;
    requires io.netty.codec.haproxy;
    requires io.netty.codec.http;
    requires io.netty.codec.http2;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;

    exports io.jevent.dashboard;
    exports io.jevent.http;
    exports io.jevent.http.client;
    exports io.jevent.http.json;
    exports io.jevent.http.multipart;
    exports io.jevent.http.ops;
    exports io.jevent.http.proxy;
    exports io.jevent.http.security;
    exports io.jevent.websocket;
    exports io.jevent.wsgi;

    uses io.jevent.http.json.JsonCodec;
}
