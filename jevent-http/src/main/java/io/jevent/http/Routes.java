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

    private static final String ANY = "*";

    private record Route(RoutePattern pattern, Map<String, Handler> handlers) {}

    private final Map<String, Route> literal = new HashMap<>();
    private final List<Route> variable = new ArrayList<>();
    private final List<Filter> filters = new ArrayList<>();
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
        var pattern = new RoutePattern(path);
        Route route = routeOf(pattern);
        if (route.handlers.putIfAbsent(method, handler) != null) {
            throw new IllegalArgumentException("there is a handler for " + method + " " + path + " already");
        }
        return this;
    }

    private Route routeOf(RoutePattern pattern) {
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
            handler = filtered(this::route);
            whole = handler;
        }
        handler.handle(request, response);
    }

    /** Refuses a request through the filters, so that they see the response. */
    void refuse(Request request, Response response, HttpException refusal) throws Exception {
        filtered((_, _) -> {
                    throw refusal;
                })
                .handle(request, response);
    }

    /** Wraps the filters around a handler. Each filter sees the status of a failure of the next one in the response. */
    private Handler filtered(Handler core) {
        Handler handler = Failure.guard(core);
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

    private void route(Request request, Response response) throws Exception {
        String path = request.rawPath();
        String method = request.method();
        Route exact = literal.get(path);
        Handler handler = exact == null ? null : handlerOf(exact, method);
        if (handler == null) {
            handler = search(request, matches(path));
        }
        handler.handle(request, response);
    }

    /** A route that matches a path, and the values of its variables. */
    private record Match(Route route, Map<String, String> variables) {}

    /** Returns all routes of a path, the best first: without variables, then in the order in which they were added. */
    private List<Match> matches(String path) {
        if (!path.startsWith("/")) {
            return List.of();
        }
        var found = new ArrayList<Match>();
        List<String> parts = RoutePattern.split(path);
        Route exact = literal.get(path);
        if (exact != null) {
            found.add(new Match(exact, Map.of()));
        } else if (path.indexOf('%') >= 0) {
            literal.values().forEach(route -> addMatch(route, parts, found));
        }
        variable.forEach(route -> addMatch(route, parts, found));
        return found;
    }

    private static void addMatch(Route route, List<String> parts, List<Match> found) {
        Map<String, String> variables = route.pattern.match(parts);
        if (variables != null) {
            found.add(new Match(route, variables));
        }
    }

    /**
     * Returns the handler of the best route that has the method. If there is none, the response is 404 or 405: RFC
     * 9110, 15.5.5 and 15.5.6.
     */
    private static Handler search(Request request, List<Match> matches) {
        for (Match match : matches) {
            Handler handler = handlerOf(match.route, request.method());
            if (handler != null) {
                request.setVariables(match.variables);
                return handler;
            }
        }
        if (matches.isEmpty()) {
            throw new HttpException(404);
        }
        String allowed = allowed(matches);
        if (request.method().equals("OPTIONS")) {
            return (_, response) ->
                    response.status(204).header("Allow", allowed).end();
        }
        throw new HttpException(405).header("Allow", allowed);
    }

    private static @Nullable Handler handlerOf(Route route, String method) {
        Handler handler = route.handlers.get(method);
        if (handler == null && method.equals("HEAD")) {
            handler = route.handlers.get("GET");
        }
        return handler != null ? handler : route.handlers.get(ANY);
    }

    /** Returns the methods of all routes of a path, as the header {@code Allow} lists them. */
    private static String allowed(List<Match> matches) {
        var methods = new TreeSet<String>();
        matches.forEach(match -> methods.addAll(match.route.handlers.keySet()));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }
}
