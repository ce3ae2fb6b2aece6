// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.jevent.http.Handler;
import io.jevent.http.HttpException;
import io.jevent.http.Request;
import io.jevent.http.Response;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Serves a request with the filters, the authenticator and the handler of its context. */
final class ContextHandler implements Handler {

    private final ContextTable contexts;
    private final Executor executor;

    ContextHandler(ContextTable contexts, Executor executor) {
        this.contexts = contexts;
        this.executor = executor;
    }

    @Override
    public void handle(Request request, Response response) throws Exception {
        URI uri;
        try {
            uri = new URI(request.target());
        } catch (URISyntaxException _) {
            reject(response, 400, "Bad Request", "URISyntaxException thrown");
            return;
        }
        ServerContext context = uri.getPath() == null ? null : contexts.find(uri.getPath());
        HttpHandler handler = context == null ? null : context.getHandler();
        if (context == null) {
            reject(response, 404, "Not Found", "No context found for request");
        } else if (handler == null) {
            reject(response, 500, "Internal Server Error", "No handler for context");
        } else {
            serve(new ServerExchange(context, uri, request, response), handler);
        }
    }

    private void serve(ServerExchange exchange, HttpHandler handler) throws Exception {
        HttpExchange shown = exchange.isSecure() ? new SecureExchange(exchange) : exchange;
        var chain = new Filter.Chain(
                exchange.getHttpContext().getFilters(), inner -> authenticated(exchange, inner, handler));
        try {
            executor.execute(() -> exchange.handledBy(() -> chain.doFilter(shown)));
        } catch (RejectedExecutionException e) {
            var busy = new HttpException(503, "too many requests at once");
            busy.initCause(e);
            throw busy;
        }
        exchange.awaitEnd();
    }

    private static void authenticated(ServerExchange exchange, HttpExchange shown, HttpHandler handler)
            throws IOException {
        Authenticator authenticator = exchange.getHttpContext().getAuthenticator();
        if (authenticator == null) {
            handler.handle(shown);
            return;
        }
        switch (authenticator.authenticate(shown)) {
            case Authenticator.Success success -> {
                exchange.setPrincipal(success.getPrincipal());
                handler.handle(shown);
            }
            case Authenticator.Retry retry -> shown.sendResponseHeaders(retry.getResponseCode(), -1);
            case Authenticator.Failure failure -> shown.sendResponseHeaders(failure.getResponseCode(), -1);
            case Authenticator.Result other ->
                throw new IllegalStateException(
                        "an authenticator returned neither Success, Retry nor Failure: " + other);
        }
    }

    /** Responds as the JDK's server does. */
    private static void reject(Response response, int status, String reason, String text) throws IOException {
        response.status(status).type("text/html").closeConnection();
        response.send("<h1>" + status + " " + reason + "</h1>" + text);
    }
}
