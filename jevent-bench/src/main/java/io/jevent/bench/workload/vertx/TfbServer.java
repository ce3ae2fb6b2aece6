// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.vertx;

import io.jevent.bench.workload.Hello;
import io.jevent.bench.workload.Tfb;
import io.jevent.bench.workload.Tfb.Fortune;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.stream.StreamSupport;

/** The TechEmpower tests with Vert.x's reactive client of PostgreSQL, which sends ahead. */
public final class TfbServer {

    private final Pool pool;

    private TfbServer(Pool pool) {
        this.pool = pool;
    }

    /** Serves until the input ends; the arguments are the number of loops and the port of the database. */
    public static void main(String[] args) throws Exception {
        var vertx = HttpServer.vertx(args);
        var options = new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(Integer.parseInt(args[1]))
                .setUser(Tfb.USER)
                .setDatabase(Tfb.USER)
                .setCachePreparedStatements(true);
        var pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(Tfb.CONNECTIONS))
                .connectingTo(options)
                .using(vertx)
                .build();
        var answers = new TfbServer(pool);
        HttpServer.serve(vertx, server -> server.requestHandler(answers::answer));
    }

    private void answer(HttpServerRequest request) {
        boolean page = "/fortunes".equals(request.path());
        body(request)
                .onSuccess(body -> {
                    var _ = request.response()
                            .putHeader(HttpHeaders.CONTENT_TYPE, page ? "text/html; charset=utf-8" : "application/json")
                            .end(body);
                })
                .onFailure(_ -> {
                    var _ = request.response().setStatusCode(500).end();
                });
    }

    private Future<Buffer> body(HttpServerRequest request) {
        String path = request.path();
        return switch (path == null ? "" : path) {
            case "/json" ->
                Future.succeededFuture(
                        new JsonObject().put("message", Hello.TEXT).toBuffer());
            case "/db" -> world(pool, Tfb.random()).map(JsonObject::toBuffer);
            case "/queries" -> queries(Tfb.queries(request.getParam("queries", "")));
            case "/updates" -> updates(Tfb.queries(request.getParam("queries", "")));
            case "/fortunes" -> fortunes();
            default -> Future.failedFuture(request.uri());
        };
    }

    private static Future<JsonObject> world(io.vertx.sqlclient.SqlClient client, int id) {
        return client.preparedQuery(Tfb.WORLD).execute(Tuple.of(id)).map(rows -> {
            var row = rows.iterator().next();
            return new JsonObject().put("id", row.getInteger(0)).put("randomNumber", row.getInteger(1));
        });
    }

    private Future<Buffer> queries(int number) {
        var worlds = new ArrayList<Future<JsonObject>>();
        for (int i = 0; i < number; i++) {
            worlds.add(world(pool, Tfb.random()));
        }
        return Future.all(worlds).map(all -> new JsonArray(all.<JsonObject>list()).toBuffer());
    }

    private Future<Buffer> updates(int number) {
        return pool.withConnection(connection -> {
            var worlds = new ArrayList<Future<JsonObject>>();
            for (int id : Tfb.ascending(number)) {
                worlds.add(world(connection, id));
            }
            return Future.all(worlds).compose(all -> update(connection, new JsonArray(all.<JsonObject>list())));
        });
    }

    private static Future<Buffer> update(SqlConnection connection, JsonArray worlds) {
        var batch = new ArrayList<Tuple>();
        for (int i = 0; i < worlds.size(); i++) {
            JsonObject world = worlds.getJsonObject(i).put("randomNumber", Tfb.random());
            batch.add(Tuple.of(world.getInteger("randomNumber"), world.getInteger("id")));
        }
        return connection.preparedQuery(Tfb.UPDATE).executeBatch(batch).map(_ -> worlds.toBuffer());
    }

    private Future<Buffer> fortunes() {
        return pool.preparedQuery(Tfb.FORTUNES).execute().map(rows -> {
            var fortunes = StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> new Fortune(row.getInteger(0), row.getString(1)))
                    .toList();
            return Buffer.buffer(Tfb.page(fortunes));
        });
    }
}
