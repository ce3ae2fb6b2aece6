// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.guides;

import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.http.AccessLog;
import io.jevent.http.ErrorPage;
import io.jevent.http.Handler;
import io.jevent.http.HttpException;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.http.Routes;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.NoSuchElementException;

/** Errors of a server: a filter and an error page. */
final class HttpErrors {

    // @start region="program"
    private static final ErrorPage JSON =
            (response, status, message) -> response.type("application/json").send("{\"status\": " + status + "}");

    void main() throws IOException {
        var routes = new Routes()
                .get("/price/{item}", (request, response) -> response.send(price(request.variable("item"))))
                .get("/stock", (_, _) -> Jevent.sleep(Duration.ofHours(1))) // a slow warehouse
                .filter(this::translate);
        var options = HttpOptions.DEFAULTS.log(AccessLog.NONE).errors(JSON);
        try (var server = new HttpServer("127.0.0.1:0", routes, options)) {
            server.start();
            for (String path : new String[] {"/price/tea", "/price/gold", "/stock", "/nowhere"}) {
                IO.println(path + ": " + get(server.port(), path));
            }
        }
    }

    /** Gives a request a second, and turns exceptions of the application into statuses. */
    private void translate(Request request, Response response, Handler next) throws Exception {
        try (var _ = Timeout.startNew(Duration.ofSeconds(1))) {
            next.handle(request, response);
        } catch (Timeout _) {
            throw new HttpException(504);
        } catch (NoSuchElementException _) {
            throw new HttpException(404);
        }
    }

    private static String price(String item) {
        if (!item.equals("tea")) {
            throw new NoSuchElementException(item);
        }
        return "3 euros";
    }

    private static String get(int port, String path) throws IOException {
        var uri = URI.create("http://127.0.0.1:" + port + path);
        var connection = (HttpURLConnection) uri.toURL().openConnection();
        boolean failed = connection.getResponseCode() >= 400;
        try (var in = failed ? connection.getErrorStream() : connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
    // @end
}
