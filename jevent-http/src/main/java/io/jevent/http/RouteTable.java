// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The handlers of {@link Routes} by path and method. */
final class RouteTable {

    static final String ANY = "*";

    /** A handler with its limits. */
    record Target(Handler handler, RouteOptions options) {

        Target(Handler handler, RouteOptions options) {
            this.handler = options.around(handler);
            this.options = options;
        }

        /** Keeps a handler that has its limits already. */
        private Target wrapped(UnaryOperator<Handler> by) {
            return new Target(by.apply(handler), options);
        }
    }

    private record Route(RoutePattern pattern, Map<String, Target> targets) {}

    /** A route that matches a path, and the values of its variables. */
    private record Match(Route route, Map<String, String> variables) {}

    private final Map<String, Route> literal = new HashMap<>();
    private final List<Route> variable = new ArrayList<>();

    void add(String method, String path, Target target) {
        Route route = routeOf(new RoutePattern(path));
        if (route.targets.putIfAbsent(method, target) != null) {
            throw new IllegalArgumentException("there is a handler for " + method + " " + path + " already");
        }
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

    /** Adds the routes of another table below a prefix, which has no slash at its end. */
    void mount(String prefix, RouteTable other, UnaryOperator<Handler> wrap) {
        var routes = new ArrayList<Route>(other.literal.values());
        routes.addAll(other.variable);
        for (Route route : routes) {
            String path = prefix + route.pattern.text();
            route.targets.forEach((method, target) -> add(method, path, target.wrapped(wrap)));
        }
    }

    /**
     * Finds the handler of a request, and tells the request its route and variables. If no route has the path or the
     * method, the handler throws the exception for 404 or 405: RFC 9110, 15.5.5 and 15.5.6.
     */
    Handler find(Request request) {
        String path = request.rawPath();
        Route exact = literal.get(path);
        Target target = exact == null ? null : targetOf(exact, request.method());
        if (exact != null && target != null) {
            request.matched(exact.pattern.text(), Map.of());
            return target.handler;
        }
        return search(request, matches(path));
    }

    /** Returns the maximum length of the body of a request. */
    long maxBody(Request request, long servers) {
        for (Match match : matches(request.rawPath())) {
            Target target = targetOf(match.route, request.method());
            if (target != null) {
                return target.options.maxBody < 0 ? servers : target.options.maxBody;
            }
        }
        return servers;
    }

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

    private static Handler search(Request request, List<Match> matches) {
        for (Match match : matches) {
            Target target = targetOf(match.route, request.method());
            if (target != null) {
                request.matched(match.route.pattern.text(), match.variables);
                return target.handler;
            }
        }
        if (matches.isEmpty()) {
            return (_, _) -> {
                throw new HttpException(404);
            };
        }
        request.matched(matches.getFirst().route.pattern.text(), matches.getFirst().variables);
        String allowed = allowed(matches);
        if (request.method().equals("OPTIONS")) {
            return (_, response) ->
                    response.status(204).header("Allow", allowed).end();
        }
        return (_, _) -> {
            throw new HttpException(405).header("Allow", allowed);
        };
    }

    private static @Nullable Target targetOf(Route route, String method) {
        Target target = route.targets.get(method);
        if (target == null && method.equals("HEAD")) {
            target = route.targets.get("GET");
        }
        return target != null ? target : route.targets.get(ANY);
    }

    /** Returns the methods of all routes of a path, as the header {@code Allow} lists them. */
    private static String allowed(List<Match> matches) {
        var methods = new TreeSet<String>();
        matches.forEach(match -> methods.addAll(match.route.targets.keySet()));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }

    /** Calls an action for each method and path. */
    void forEach(java.util.function.BiConsumer<String, String> action) {
        literal.values().forEach(route -> route.targets.keySet().forEach(m -> action.accept(m, route.pattern.text())));
        variable.forEach(route -> route.targets.keySet().forEach(m -> action.accept(m, route.pattern.text())));
    }
}
