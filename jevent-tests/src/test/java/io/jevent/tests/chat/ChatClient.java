// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.chat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** Somebody who talks to a chat by HTTP. */
public final class ChatClient implements AutoCloseable {
    private static final Pattern ITEM = Pattern.compile("<li>(.*?)</li>");

    private final URI chat;
    private final HttpClient client = HttpClient.newHttpClient();

    /** Talks to the chat at {@code chat}. */
    public ChatClient(URI chat) {
        this.chat = chat;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(chat.resolve(path)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        return client.send(request(path, form), BodyHandlers.ofString());
    }

    private HttpRequest request(String path, String form) {
        return HttpRequest.newBuilder(chat.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
    }

    /** Asks for a message that has yet to be said. */
    public CompletableFuture<String> pollLater(String name) {
        return client.sendAsync(request("/poll/" + name, ""), BodyHandlers.ofString())
                .thenApply(HttpResponse::body);
    }

    String poll(String name) throws IOException, InterruptedException {
        return post("/poll/" + name, "").body();
    }

    /** Says something; returns the status. */
    public int say(String room, String name, String text) throws IOException, InterruptedException {
        return post("/put/" + room + "/" + name, "message=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .statusCode();
    }

    /** Says something as a page of {@code origin} has a browser do; returns the status. */
    int sayFrom(String origin, String room, String name, String text) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        request("/put/" + room + "/" + name, "message=" + text), (_, _) -> true)
                .header("Origin", origin)
                .build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
    }

    /** Returns the items of the list on a page, without tags. */
    public List<String> items(String path) throws IOException, InterruptedException {
        return ITEM.matcher(get(path).body())
                .results()
                .map(item -> item.group(1).replaceAll("<.*?>", ""))
                .toList();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
