// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A handler that chooses another one by method and path.
 *
 * <p>A path may have variables: {@code /rooms/{room}} matches {@code /rooms/lobby}, and
 * {@code request.variable("room")} is {@code lobby} then; {@code /files/{path...}} takes the rest of the path. Of
 * several routes that match path and method, one without variables is chosen, or else the first that was added. A route
 * for {@code GET} serves {@code HEAD} as well, and the response to {@code OPTIONS} lists the methods of the path unless
 * a route handles it. The response to another method of a known path is 405, to an unknown path 404.
 *
 * <p><b>Confinement:</b> add all routes before the server starts; from then on it is thread-safe if its handlers are.
 *
 * @since 0.1
 */
public final class Routes implements Handler {

    private static final String ANY = RouteTable.ANY;

    private final RouteTable table = new RouteTable();
    private final List<Filter> filters = new ArrayList<>();
    private final Map<Class<?>, ExceptionHandler<?>> exceptions = new HashMap<>();
    private @Nullable Handler whole;

    /** Creates routes without any path. */
    public Routes() {
        super();
    }

    /**
     * Adds a route for {@code GET} and {@code HEAD}.
     *
     * @param path the path, with or without variables
     * @param handler responds to the requests
     * @return this
     * @throws IllegalArgumentException if it is not a path, or has a handler for the method already
     */
    public Routes get(String path, Handler handler) {
        return on("GET", path, handler);
    }

    /**
     * Adds a route for {@code POST}.
     *
     * @param path the path, with or without variables
     * @param handler responds to the requests
     * @return this
     * @throws IllegalArgumentException if it is not a path, or has a handler for the method already
     */
    public Routes post(String path, Handler handler) {
        return on("POST", path, handler);
    }

    /**
     * Adds a route for {@code PUT}.
     *
     * @param path the path, with or without variables
     * @param handler responds to the requests
     * @return this
     * @throws IllegalArgumentException if it is not a path, or has a handler for the method already
     */
    public Routes put(String path, Handler handler) {
        return on("PUT", path, handler);
    }

    /**
     * Adds a route for {@code PATCH}.
     *
     * @param path the path, with or without variables
     * @param handler responds to the requests
     * @return this
     * @throws IllegalArgumentException if it is not a path, or has a handler for the method already
     */
    public Routes patch(String path, Handler handler) {
        return on("PATCH", path, handler);
    }

    /**
     * Adds a route for {@code DELETE}.
     *
     * @param path the path, with or without variables
     * @param handler responds to the requests
     * @return this
     * @throws IllegalArgumentException if it is not a path, or has a handler for the method already
     */
    public Routes delete(String path, Handler handler) {
        return on("DELETE", path, handler);
    }

    /**
     * Adds a route for all methods for which the path has no other route.
     *
     * @param path the path, with or without variables
     * @param handler responds to the requests
     * @return this
     * @throws IllegalArgumentException if it is not a path, or has a handler for the method already
     */
    public Routes any(String path, Handler handler) {
        return on(ANY, path, handler);
    }

    /**
     * Adds a route for a method.
     *
     * @param method the method, in capitals
     * @param path the path, with or without variables
     * @param handler responds to the requests
     * @return this
     * @throws IllegalArgumentException if it is not a path, or has a handler for the method already
     */
    public Routes on(String method, String path, Handler handler) {
        return on(method, path, RouteOptions.DEFAULTS, handler);
    }

    /**
     * Adds a route with limits of its own.
     *
     * @param method the method, in capitals
     * @param path the path, with or without variables
     * @param options the limits
     * @param handler responds to the requests
     * @return this
     * @throws IllegalArgumentException if it is not a path, or has a handler for the method already
     */
    public Routes on(String method, String path, RouteOptions options, Handler handler) {
        table.add(method, path, new RouteTable.Target(handler, options));
        return this;
    }

    /**
     * Adds all routes of another object below a path: {@code mount("/api", rooms)} makes its {@code /rooms} the path
     * {@code /api/rooms}. Its filters and exception handlers surround its own routes only, within those of this object.
     * Complete the other routes before; what is added to them later has no effect here.
     *
     * @param prefix the path, which may have variables
     * @param routes the routes
     * @return this
     * @throws IllegalArgumentException if the prefix is not a path, or a path of both has a handler for the same method
     */
    public Routes mount(String prefix, Routes routes) {
        String folder = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        if (!folder.isEmpty()) {
            var _ = new RoutePattern(folder); // refuses what is no path
        }
        table.mount(folder, routes.table, routes::surround);
        return this;
    }

    /** Wraps the exception handlers and filters of these routes around a handler of theirs. */
    private Handler surround(Handler handler) {
        return filters.isEmpty() && exceptions.isEmpty() ? handler : filtered(mapped(Failure.guard(handler)));
    }

    /**
     * Sets how handlers' exceptions of a type become responses, those of its subclasses included; of several types the
     * most specific one is chosen. Such an exception is not reported as a failure. The filters see the response.
     *
     * <p>An {@link HttpException} keeps its own response unless that very type is set here, and so does a body that is
     * too large or comes too slowly.
     *
     * @param <E> the type
     * @param type the class of the exceptions
     * @param handler sends the response
     * @return this
     */
    public <E extends Exception> Routes onException(Class<E> type, ExceptionHandler<? super E> handler) {
        exceptions.put(type, handler);
        whole = null;
        return this;
    }

    private Handler mapped(Handler core) {
        if (exceptions.isEmpty()) {
            return core;
        }
        return (request, response) -> {
            try {
                core.handle(request, response);
            } catch (Exception e) {
                ExceptionHandler<Exception> mapping = response.isSent() ? null : mappingOf(e);
                if (mapping == null) {
                    throw e;
                }
                response.status(200);
                Failure.guard((q, r) -> mapping.handle(e, q, r)).handle(request, response);
            }
        };
    }

    @SuppressWarnings("unchecked") // the handler of a type accepts its subclasses
    private @Nullable ExceptionHandler<Exception> mappingOf(Exception e) {
        if (Failure.isOfBody(e)) {
            return null;
        }
        for (Class<?> type = e.getClass(); type != null; type = type.getSuperclass()) {
            ExceptionHandler<?> found = exceptions.get(type);
            if (found != null || type == HttpException.class) {
                return (ExceptionHandler<Exception>) found;
            }
        }
        return null;
    }

    /**
     * Adds the files of a folder.
     *
     * @param prefix the path of the folder
     * @param folder the folder
     * @return this
     * @throws IllegalArgumentException if the prefix is not a path
     */
    public Routes files(String prefix, Path folder) {
        return files(prefix, StaticFiles.of(folder));
    }

    /**
     * Adds files.
     *
     * @param prefix the path of their folder
     * @param files the files
     * @return this
     * @throws IllegalArgumentException if the prefix is not a path
     */
    public Routes files(String prefix, StaticFiles files) {
        String folder = prefix.endsWith("/") ? prefix : prefix + "/";
        return get(folder + "{" + StaticFiles.VARIABLE + "...}", files);
    }

    /**
     * Adds a filter around all routes; the first one added is the outermost. It also sees the responses 404 and 405,
     * and the requests that the server refuses because of its own limits (413, 503).
     *
     * @param filter the filter
     * @return this
     */
    public Routes filter(Filter filter) {
        filters.add(filter);
        whole = null;
        return this;
    }

    @Override
    public void handle(Request request, Response response) throws Exception {
        Handler handler = whole;
        if (handler == null) {
            handler = filtered(mapped(Failure.guard(Routes::callMatched)));
            whole = handler;
        }
        Handler outer = request.matchedHandler();
        request.setMatchedHandler(table.find(request));
        try {
            handler.handle(request, response);
        } finally {
            request.setMatchedHandler(outer);
        }
    }

    private static void callMatched(Request request, Response response) throws Exception {
        Handler matched = request.matchedHandler();
        if (matched == null) {
            throw new AssertionError("the handler was found before the filters");
        }
        matched.handle(request, response);
    }

    /** Returns the maximum length of the body of a request. */
    long maxBody(Request request, long servers) {
        return table.maxBody(request, servers);
    }

    /**
     * Calls an action for each route, for example to describe them.
     *
     * @param action receives the method, {@code *} for any, and the path with its variables
     */
    public void forEach(BiConsumer<String, String> action) {
        table.forEach(action);
    }

    /** Refuses a request through the filters, so that they see the response. */
    void refuse(Request request, Response response, HttpException refusal) throws Exception {
        filtered(Failure.guard((_, _) -> {
                    throw refusal;
                }))
                .handle(request, response);
    }

    /** Wraps the filters around a handler. Each filter sees the status of a failure of the next one in the response. */
    private Handler filtered(Handler core) {
        Handler handler = core;
        for (Filter filter : filters.reversed()) {
            Handler next = handler;
            handler = (request, response) -> {
                try {
                    filter.handle(request, response, next);
                } catch (Throwable t) {
                    response.failed(t);
                    throw t;
                }
            };
        }
        return handler;
    }
}
