// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a handler by method and path.
 *
 * <p>A path may have variables: {@code /rooms/{room}} matches {@code /rooms/lobby}, and
 * {@code request.variable("room")} is {@code lobby} then; {@code /files/{path...}} takes the rest of the path. Of
 * several routes that match, one without variables is taken, or else the first that was added. Where there is a route
 * for {@code GET}, {@code HEAD} is answered as well. Other methods of a known path are answered 405, unknown paths 404.
 *
 * <p><b>Confinement:</b> make it whole before the server starts; then it is thread-safe if its handlers are.
 */
public final class Routes implements Handler {

    private static final String ANY = "*";

    private record Route(Pattern pattern, Map<String, Handler> handlers) {}

    private final Map<String, Route> literal = new HashMap<>();
    private final List<Route> variable = new ArrayList<>();
    private final List<Filter> filters = new ArrayList<>();
    private @Nullable Handler whole;

    /** Makes routes that know no path yet. */
    public Routes() {
        super();
    }

    /**
     * Adds a route for {@code GET} and {@code HEAD}.
     *
     * @param path the path, perhaps with variables
     * @param handler answers
     * @return this
     * @throws IllegalArgumentException if it is not a path, or has a handler already
     */
    public Routes get(String path, Handler handler) {
        return on("GET", path, handler);
    }

    /**
     * Adds a route for {@code POST}.
     *
     * @param path the path, perhaps with variables
     * @param handler answers
     * @return this
     * @throws IllegalArgumentException if it is not a path, or has a handler already
     */
    public Routes post(String path, Handler handler) {
        return on("POST", path, handler);
    }

    /**
     * Adds a route for {@code PUT}.
     *
     * @param path the path, perhaps with variables
     * @param handler answers
     * @return this
     * @throws IllegalArgumentException if it is not a path, or has a handler already
     */
    public Routes put(String path, Handler handler) {
        return on("PUT", path, handler);
    }

    /**
     * Adds a route for {@code DELETE}.
     *
     * @param path the path, perhaps with variables
     * @param handler answers
     * @return this
     * @throws IllegalArgumentException if it is not a path, or has a handler already
     */
    public Routes delete(String path, Handler handler) {
        return on("DELETE", path, handler);
    }

    /**
     * Adds a route for all methods that have none of their own.
     *
     * @param path the path, perhaps with variables
     * @param handler answers
     * @return this
     * @throws IllegalArgumentException if it is not a path, or has a handler already
     */
    public Routes any(String path, Handler handler) {
        return on(ANY, path, handler);
    }

    /**
     * Adds a route for any method.
     *
     * @param method the method, in capitals
     * @param path the path, perhaps with variables
     * @param handler answers
     * @return this
     * @throws IllegalArgumentException if it is not a path, or has a handler already
     */
    public Routes on(String method, String path, Handler handler) {
        var pattern = new Pattern(path);
        Route route = routeOf(pattern);
        if (route.handlers.putIfAbsent(method, handler) != null) {
            throw new IllegalArgumentException("there is a handler for " + method + " " + path + " already");
        }
        return this;
    }

    private Route routeOf(Pattern pattern) {
        if (pattern.isLiteral()) {
            return literal.computeIfAbsent(pattern.text(), _ -> new Route(pattern, new HashMap<>()));
        }
        for (Route route : variable) {
            if (route.pattern.text().equals(pattern.text())) {
                return route;
            }
        }
        var route = new Route(pattern, new HashMap<>());
        variable.add(route);
        return route;
    }

    /**
     * Adds the files of a folder.
     *
     * @param prefix the path that stands for the folder
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
     * @param prefix the path that stands for their folder
     * @param files the files
     * @return this
     * @throws IllegalArgumentException if the prefix is not a path
     */
    public Routes files(String prefix, StaticFiles files) {
        String folder = prefix.endsWith("/") ? prefix : prefix + "/";
        return get(folder + "{" + StaticFiles.VARIABLE + "...}", files);
    }

    /**
     * Adds a filter around all routes, those of 404 and 405 included; the first one added is the outermost.
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
            handler = this::route;
            for (Filter filter : filters.reversed()) {
                Handler next = handler;
                handler = (q, r) -> filter.handle(q, r, next);
            }
            whole = handler;
        }
        handler.handle(request, response);
    }

    private void route(Request request, Response response) throws Exception {
        String path = request.rawPath();
        Route found = literal.get(path);
        if (found == null && path.startsWith("/")) {
            found = search(request, path);
        }
        if (found == null) {
            throw new HttpException(404);
        }
        Handler handler = handlerOf(found, request.method());
        if (handler == null) {
            refuse(found, request, response);
        } else {
            handler.handle(request, response);
        }
    }

    private @Nullable Route search(Request request, String path) {
        List<String> parts = Pattern.split(path);
        if (path.indexOf('%') >= 0) {
            for (Route route : literal.values()) {
                if (route.pattern.match(parts) != null) {
                    return route;
                }
            }
        }
        for (Route route : variable) {
            Map<String, String> variables = route.pattern.match(parts);
            if (variables != null) {
                request.variables(variables);
                return route;
            }
        }
        return null;
    }

    private static @Nullable Handler handlerOf(Route route, String method) {
        Handler handler = route.handlers.get(method);
        if (handler == null && method.equals("HEAD")) {
            handler = route.handlers.get("GET");
        }
        return handler != null ? handler : route.handlers.get(ANY);
    }

    private static void refuse(Route route, Request request, Response response) throws Exception {
        var methods = new TreeSet<>(route.handlers.keySet());
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        response.header("Allow", String.join(", ", methods));
        if (request.method().equals("OPTIONS")) {
            response.status(204).send(new byte[0]);
        } else {
            response.status(405).send("Method Not Allowed");
        }
    }
}
