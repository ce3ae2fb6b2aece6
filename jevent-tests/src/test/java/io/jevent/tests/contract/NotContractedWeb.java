// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import java.util.List;
import java.util.stream.Stream;

/** More of {@link NotContracted}: methods of the web and of simulations, each group with its reason. */
final class NotContractedWeb {

    /** These start and stop a server, which have rows of their own. */
    private static final List<String> SERVERS = List.of(
            "io.jevent.dashboard.Dashboard.close()",
            "io.jevent.dashboard.Dashboard.open()",
            "io.jevent.dashboard.Dashboard.open(String)",
            "io.jevent.http.HttpServer.serve(StreamSocket)");

    /** These read the body of a request or send that of a response, as bytes() and send(), which have rows. */
    private static final List<String> BODIES = List.of(
            "io.jevent.http.Request.json(Class)",
            "io.jevent.http.Request.json(Type)",
            "io.jevent.http.Response.json(Object)",
            "io.jevent.http.multipart.MultipartForm.read(Request)",
            "io.jevent.http.multipart.MultipartForm.read(Request, MultipartOptions)",
            "io.jevent.http.multipart.MultipartReader.next()",
            "io.jevent.http.multipart.Part.text()",
            "io.jevent.http.multipart.UploadedFile.moveTo(Path)");

    /** These calls of the client: PoolUnderKillsTest kills them, ClientTimeoutsTest limits them. */
    private static final List<String> CLIENT = List.of(
            "io.jevent.http.client.CallRate.intercept(HttpRequest, Next)",
            "io.jevent.http.client.EventReader.next()",
            "io.jevent.http.client.Hedging.intercept(HttpRequest, Next)",
            "io.jevent.http.client.HttpCall.body(Path)",
            "io.jevent.http.client.HttpCall.bytes()",
            "io.jevent.http.client.HttpCall.events()",
            "io.jevent.http.client.HttpCall.json(Class)",
            "io.jevent.http.client.HttpCall.send()",
            "io.jevent.http.client.HttpCall.text()",
            "io.jevent.http.client.HubHttpClient.awaitTermination(Duration)",
            "io.jevent.http.client.HubHttpClient.call(HttpRequest)",
            "io.jevent.http.client.HubHttpClient.close()",
            "io.jevent.http.client.HubHttpClient.closeIdleConnections()",
            "io.jevent.http.client.HubHttpClient.leasedConnections()",
            "io.jevent.http.client.HubHttpClient.openConnections()",
            "io.jevent.http.client.HubHttpClient.send(HttpRequest, BodyHandler)",
            "io.jevent.http.client.HubHttpClient.waitingCalls()",
            "io.jevent.http.client.Interceptor$Next.proceed(HttpRequest)",
            "io.jevent.http.client.Reply.bytes()",
            "io.jevent.http.client.Reply.json(Class)",
            "io.jevent.http.client.Reply.requireOk()",
            "io.jevent.http.client.Reply.text()",
            "io.jevent.http.client.Retries.intercept(HttpRequest, Next)");

    /** These call the handler that they are given, or the checks of the program. */
    private static final List<String> FILTERS = List.of(
            "io.jevent.http.metrics.HttpMetrics.handle(Request, Response, Handler)",
            "io.jevent.http.metrics.PrometheusEndpoint.handle(Request, Response)",
            "io.jevent.http.ops.Health.isReady()",
            "io.jevent.http.proxy.ReverseProxy.handle(Request, Response)",
            "io.jevent.http.security.BasicAuth.handle(Request, Response, Handler)",
            "io.jevent.http.security.BearerAuth.handle(Request, Response, Handler)",
            "io.jevent.http.security.Cors.handle(Request, Response, Handler)",
            "io.jevent.http.security.Csrf.handle(Request, Response, Handler)",
            "io.jevent.http.security.RateLimit.handle(Request, Response, Handler)",
            "io.jevent.http.security.SecurityHeaders.handle(Request, Response, Handler)");

    /** These ends the caller, which nothing can cut short. */
    private static final List<String> ENDS = List.of("io.jevent.hub.Realm.abandon()");

    /** These the thread itself begins its hub, as Jevent.run() does. */
    private static final List<String> STARTS = List.of("io.jevent.python.PythonMain.main(String[])");

    /** These call the model or the operations of the program. */
    private static final List<String> MODELS = List.of(
            "io.jevent.sim.linear.Linear.check(History, Model)",
            "io.jevent.sim.linear.Linear.verdict(History, Model)",
            "io.jevent.sim.linear.Linear.verdict(List, Model, Effort)",
            "io.jevent.sim.linear.Scenario.check(Sim)");

    /** These as another method, for example the overload without a limit, which has a row. */
    private static final List<String> OVERLOADS = List.of(
            "io.jevent.tls.TlsClient.secure(StreamSocket, String, Duration)",
            "io.jevent.websocket.WebSocket.sendPing(byte[])",
            "io.jevent.websocket.WebSocket.sendPong(byte[])");

    /** These send to a client of Socket.IO or serve its requests: EventsTest of the module limits them. */
    private static final List<String> SOCKET_IO = List.of(
            "io.jevent.socketio.ClientSocket.call(Duration, String, Object[])",
            "io.jevent.socketio.ClientSocket.emit(String, Object[])",
            "io.jevent.socketio.IncomingEvent.acknowledge(Object[])",
            "io.jevent.socketio.SocketIo.handle(Request, Response)");

    /** These join, leave and ask other nodes: ClusterTest and FaultsTest of the module limit and kill them. */
    private static final List<String> CLUSTER = List.of(
            "io.jevent.cluster.Actors.shards(Duration)",
            "io.jevent.cluster.Actors.sizes(Duration)",
            "io.jevent.cluster.Cluster.close()",
            "io.jevent.cluster.Cluster.start(ClusterOptions)");

    /** These create a greenlet, or offer to a queue with a limit of zero, which never waits. */
    private static final List<String> ACTORS =
            List.of("io.jevent.cluster.Counter.changes()", "io.jevent.cluster.Presence.changes()");

    /** These wait for Redis, in its client and for its connection: RedisBackplaneTest ends and restarts it. */
    private static final List<String> BACKPLANES = List.of(
            "io.jevent.backplane.Backplane.close()",
            "io.jevent.backplane.Backplane.publish(String, String)",
            "io.jevent.backplane.Backplane.publish(String, byte[])",
            "io.jevent.backplane.Backplane.subscribe(String, Receiver)",
            "io.jevent.backplane.BackplaneSubscription.close()",
            "io.jevent.backplane.Subscribers.add(String, Receiver)",
            "io.jevent.backplane.Subscribers.close()",
            "io.jevent.redis.RedisBackplane.subscribe(String, Receiver)",
            "io.jevent.websocket.SharedBroadcast.close()",
            "io.jevent.websocket.SharedBroadcast.send(String)",
            "io.jevent.websocket.SharedBroadcast.send(byte[])");

    /** These ask an actor or Redis: ClusterSessionsTest and RedisSessionsTest end both. */
    private static final List<String> SESSIONS = List.of(
            "io.jevent.cluster.ClusterSessions.drop(String)",
            "io.jevent.cluster.ClusterSessions.dropAll(String, String)",
            "io.jevent.cluster.ClusterSessions.load(String, Duration)",
            "io.jevent.cluster.ClusterSessions.save(String, Map, Duration)",
            "io.jevent.http.SessionStore.drop(String)",
            "io.jevent.http.SessionStore.dropAll(String, String)",
            "io.jevent.http.SessionStore.load(String, Duration)",
            "io.jevent.http.SessionStore.save(String, Map, Duration)",
            "io.jevent.http.Sessions.endAll(String, String)");

    private NotContractedWeb() {}

    static Stream<String> methods() {
        return Stream.of(
                        SERVERS,
                        BODIES,
                        CLIENT,
                        FILTERS,
                        ENDS,
                        STARTS,
                        MODELS,
                        OVERLOADS,
                        SOCKET_IO,
                        CLUSTER,
                        ACTORS,
                        BACKPLANES,
                        SESSIONS)
                .flatMap(List::stream);
    }
}
