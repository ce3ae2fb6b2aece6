// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of a server; a request belongs to the one with the longest path that its path begins with.
 *
 * <p><b>Confinement:</b> thread-safe.
 */
final class ContextTable {

    private final HttpServer server;
    private final List<ServerContext> contexts = new CopyOnWriteArrayList<>();

    ContextTable(HttpServer server) {
        this.server = server;
    }

    HttpContext add(String path, HttpHandler handler) {
        Objects.requireNonNull(handler, "null handler, or path parameter");
        ServerContext context = add(path);
        context.setHandler(handler);
        return context;
    }

    synchronized ServerContext add(String path) {
        Objects.requireNonNull(path, "null handler, or path parameter");
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("Illegal value for path or protocol: a path begins with /: " + path);
        }
        if (contexts.stream().anyMatch(context -> context.getPath().equals(path))) {
            throw new IllegalArgumentException("cannot add context to list: there is one for " + path);
        }
        var context = new ServerContext(server, path);
        contexts.add(context);
        return context;
    }

    void remove(String path) {
        Objects.requireNonNull(path, "null path parameter");
        if (!contexts.removeIf(context -> context.getPath().equals(path))) {
            throw new IllegalArgumentException("context element not found: " + path);
        }
    }

    void remove(HttpContext context) {
        Objects.requireNonNull(context, "context");
        if (!(context instanceof ServerContext)) {
            throw new IllegalArgumentException("wrong HttpContext type");
        }
        if (!contexts.remove(context)) {
            throw new IllegalArgumentException("no such context: " + context.getPath());
        }
    }

    /** Returns the context of a path, or null. */
    @Nullable
    ServerContext find(String path) {
        ServerContext best = null;
        for (ServerContext context : contexts) {
            if (path.startsWith(context.getPath())
                    && (best == null
                            || context.getPath().length() > best.getPath().length())) {
                best = context;
            }
        }
        return best;
    }
}
