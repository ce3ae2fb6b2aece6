// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jdk;

import io.jevent.bench.workload.HttpTarget;
import io.jevent.bench.workload.ProcessorTime;
import io.jevent.bench.workload.Rounds;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLContext;

/** Calls of the JDK's client by 64 virtual threads. */
final class Calls {

    private Calls() {}

    static void serve(String[] args, boolean secure) throws Exception {
        System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        try (var target = HttpTarget.start(secure);
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(context)
                        .version(secure ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                        .build()) {
            Rounds.serve(args, operations -> round(client, target.address(), operations));
        }
    }

    private static double round(HttpClient client, String address, int operations)
            throws ExecutionException, InterruptedException {
        int calls = HttpTarget.callsOf(operations);
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        long begin = ProcessorTime.nanos();
        List<FutureTask<Integer>> running = new ArrayList<>();
        for (int i = 0; i < HttpTarget.TASKS; i++) {
            var task = new FutureTask<>(() -> {
                for (int call = 0; call < calls; call++) {
                    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                    HttpTarget.check(response.statusCode(), response.body());
                }
                return calls;
            });
            running.add(task);
            Thread.startVirtualThread(task);
        }
        for (FutureTask<Integer> task : running) {
            task.get();
        }
        return (double) (ProcessorTime.nanos() - begin) / ((double) calls * HttpTarget.TASKS);
    }
}
