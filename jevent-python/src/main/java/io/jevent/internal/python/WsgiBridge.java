// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.http.AccessLog;
import io.jevent.http.Handler;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.server.BaseServer;
import io.jevent.server.ListenSocket;
import io.jevent.server.ServerOptions;
import io.jevent.socket.StreamListener;
import io.jevent.websocket.Message;
import io.jevent.websocket.WebSocket;
import io.jevent.websocket.WebSocketOptions;
import io.jevent.wsgi.Environ;
import io.jevent.wsgi.StartResponse;
import io.jevent.wsgi.WebSocketHandler;
import io.jevent.wsgi.WsgiApplication;
import io.jevent.wsgi.WsgiHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * HTTP servers for the Python package: {@link WsgiHandler} with an application of Python.
 *
 * <p>Its methods are public because engines find them by reflection.
 */
public final class WsgiBridge {

    /** The application logs itself, in gevent's format. */
    private static final HttpOptions OPTIONS = HttpOptions.DEFAULTS.log(AccessLog.NONE);

    /** gevent-websocket leaves it to the application which sites may connect. */
    private static final WebSocketOptions ANY_ORIGIN =
            WebSocketOptions.DEFAULTS.origins(_ -> true).readAhead(false);

    private final Border border;
    private final Engine engine;

    /** The channels of servers that share a port with those of other hubs, and so do not close it. */
    private final IdentityHashMap<Object, ServerSocketChannel> channels = new IdentityHashMap<>();

    /**
     * Creates the bridge of an engine.
     *
     * @param border converts exceptions
     */
    public WsgiBridge(Border border) {
        this.border = border;
        this.engine = border.engine();
    }

    /**
     * Creates a server.
     *
     * @param host the host, or empty for any address
     * @param port the port
     * @param application called with the environ as name, value, name, value, the Java environ and the Java
     *     {@code start_response}; returns the body: a list for one that is complete, else a function that returns the
     *     next chunk and null at the end
     * @param webSockets whether WebSocket clients are served
     * @param settings how many connections are served at a time, 0 for no limit; then, for TLS, the {@link TlsContext}
     * @return the server
     */
    public Object server(String host, int port, Object application, boolean webSockets, List<?> settings) {
        Object held = engine.hold(application);
        return border.call(() -> {
            WsgiApplication app = (environ, start) -> respond(held, environ, start);
            Handler handler = webSockets ? new WebSocketHandler(app, ANY_ORIGIN) : new WsgiHandler(app);
            ServerOptions options = ServerOptions.DEFAULTS;
            if (settings.size() > 1) {
                options = options.wrap(((TlsContext) settings.get(1)).server()::secure);
            }
            int limit = Integer.parseInt(String.valueOf(settings.getFirst()));
            if (limit > 0) {
                options = options.limit(limit);
            }
            SocketAddress address = Sockets.address(host, port);
            if (PythonRun.hubs() == 1) {
                return new HttpServer(address, handler, OPTIONS, options);
            }
            ServerSocketChannel channel = shared(address);
            var server = new HttpServer(ListenSocket.of(channel), handler, OPTIONS, options);
            channels.put(server, channel);
            return server;
        });
    }

    /** Listens on a port that the other hubs of the program listen on, too. */
    private static ServerSocketChannel shared(SocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        channel.bind(address, StreamListener.DEFAULT_BACKLOG);
        return channel;
    }

    private Iterable<byte[]> respond(Object application, Environ environ, StartResponse start) {
        List<Object> variables = new ArrayList<>();
        for (Map.Entry<String, Object> variable : environ.entrySet()) {
            if (variable.getValue() instanceof String text) {
                variables.add(variable.getKey());
                variables.add(text);
            }
        }
        @Nullable Object body = engine.call(application, variables, environ, new Start(start));
        if (body == null) {
            return List.of();
        }
        return engine.isList(body)
                ? engine.toList(body).stream().map(engine::toBytes).toList()
                : new Chunks(body);
    }

    /** The body that a function of Python returns in chunks; closing it calls the function with true. */
    private final class Chunks implements Iterable<byte[]>, AutoCloseable {
        private final Object next;

        Chunks(Object next) {
            this.next = engine.hold(next);
        }

        @Override
        public java.util.Iterator<byte[]> iterator() {
            return new java.util.Iterator<>() {
                private byte @Nullable [] chunk;

                @Override
                public boolean hasNext() {
                    if (chunk == null) {
                        @Nullable Object given = engine.call(Chunks.this.next, false);
                        chunk = given == null ? null : engine.toBytes(given);
                    }
                    return chunk != null;
                }

                @Override
                public byte[] next() {
                    byte[] given = hasNext() ? chunk : null;
                    if (given == null) {
                        throw new java.util.NoSuchElementException();
                    }
                    chunk = null;
                    return given;
                }
            };
        }

        @Override
        public void close() {
            var _ = engine.call(next, true);
        }
    }

    /** {@code start_response}, for Python. */
    public final class Start {
        private final StartResponse start;

        Start(StartResponse start) {
            this.start = start;
        }

        /** The headers are name, value, name, value. */
        public Write start(String status, List<?> headers, boolean replaces) {
            return border.call(() -> {
                List<Map.Entry<String, String>> pairs = new ArrayList<>();
                for (int i = 0; i + 1 < headers.size(); i += 2) {
                    pairs.add(Map.entry(String.valueOf(headers.get(i)), String.valueOf(headers.get(i + 1))));
                }
                return new Write(start.start(
                        status, pairs, replaces ? new IllegalStateException("exc_info of start_response") : null));
            });
        }
    }

    /** {@code write}, for Python. */
    public final class Write {
        private final StartResponse.Write write;

        Write(StartResponse.Write write) {
            this.write = write;
        }

        public void write(Object bytes) {
            byte[] data = engine.toBytes(bytes);
            border.call(() -> {
                write.write(data);
                return null;
            });
        }
    }

    /** Reads up to {@code size} bytes of the body of a request, all of it if negative. */
    public Object read(Object environ, int size) {
        return border.call(() -> {
            InputStream in = ((Environ) environ).input();
            return engine.fromBytes(size < 0 ? in.readAllBytes() : in.readNBytes(size));
        });
    }

    public @Nullable Object webSocket(Object environ) {
        return ((Environ) environ).get(WebSocketHandler.NAME);
    }

    /** Returns the next message, a list of whether it is text and its content; null at the end. */
    public @Nullable List<Object> receive(Object socket) {
        return border.call(() -> {
            Optional<Message> message = ((WebSocket) socket).receive();
            return message.map(m -> List.<Object>of(
                            m instanceof Message.Text,
                            switch (m) {
                                case Message.Text text -> text.text();
                                case Message.Binary binary -> engine.fromBytes(binary.bytes());
                            }))
                    .orElse(null);
        });
    }

    public void sendText(Object socket, String text) {
        border.call(() -> {
            ((WebSocket) socket).send(text);
            return null;
        });
    }

    public void sendBytes(Object socket, Object bytes) {
        byte[] data = engine.toBytes(bytes);
        border.call(() -> {
            ((WebSocket) socket).send(data);
            return null;
        });
    }

    public void closeSocket(Object socket, int code, String reason) {
        border.call(() -> {
            ((WebSocket) socket).close(code, reason);
            return null;
        });
    }

    public void start(Object server) {
        border.call(() -> {
            ((BaseServer) server).start();
            return null;
        });
    }

    public void serveForever(Object server) {
        border.call(() -> {
            ((BaseServer) server).serveForever();
            return null;
        });
    }

    public void stop(Object server, double seconds) {
        border.call(() -> {
            if (seconds < 0) {
                ((BaseServer) server).stop();
            } else {
                ((BaseServer) server).stop(Kernel.limit(seconds));
            }
            ServerSocketChannel channel = channels.remove(server);
            if (channel != null) {
                channel.close();
            }
            return null;
        });
    }

    public int port(Object server) {
        return ((BaseServer) server).port();
    }
}
