// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.service;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.jevent.Timeout;
import io.jevent.http.Handler;
import io.jevent.http.HttpException;
import io.jevent.http.Request;
import io.jevent.http.Response;
import java.io.IOException;
import java.time.Duration;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Errors as JSON, each with its status. */
final class Errors {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Gson GSON = new Gson();

    private record Body(int status, String error) {}

    private Errors() {}

    // @start region="errors"
    /** The error page of the server: writes every failure, also those of the server itself. */
    static void page(Response response, int status, String message) throws IOException {
        response.type("application/json").send(GSON.toJson(new Body(status, message)));
    }

    /** A filter: gives each request a limit, and turns the failures of libraries into statuses. */
    static void translate(Request request, Response response, Handler next) throws Exception {
        var limit = new Timeout(LIMIT);
        try (limit) {
            limit.start();
            next.handle(request, response);
        } catch (JsonParseException _) {
            throw new HttpException(400, "the body is not the JSON that is expected");
        } catch (JedisConnectionException _) {
            throw new HttpException(503, "the storage cannot be reached").header("Retry-After", "5");
        } catch (Timeout expired) {
            if (limit.isMine(expired)) {
                throw new HttpException(503, "the request took too long");
            }
            throw expired;
        }
    }
    // @end
}
