// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.chat;

import io.jevent.Jevent;
import io.jevent.websocket.Message;
import io.jevent.websocket.WebSocket;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Listens to a room by a WebSocket, as the chat's page does: when its connection ends it goes on at the next server,
 * from the last message that it has heard.
 */
final class ChatListener implements AutoCloseable {

    private static final Pattern MESSAGE = Pattern.compile("\"id\":(\\d+),\"user\":\"[^\"]*\",\"text\":\"([^\"]*)\"");

    private final List<URI> servers = new CopyOnWriteArrayList<>();
    private final String path;
    private final List<String> heard = new ArrayList<>();
    private final Thread thread;
    private int server;
    private boolean connected;
    private boolean closed;
    private long after;

    /** Enters a room of the first of some servers. */
    ChatListener(String room, String name, List<URI> servers) {
        this.servers.addAll(servers);
        path = "/room/" + room + "/" + name + "/socket";
        thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                Jevent.run(this::listen);
            } catch (CancellationException _) {
                // closed
            }
        });
    }

    private void listen() {
        while (!isClosed()) {
            try (var socket =
                    WebSocket.connect("ws://" + servers.get(server).getAuthority() + path + "?after=" + after)) {
                connected(true);
                for (Message message : socket.messages()) {
                    if (message instanceof Message.Text(String text)) {
                        hear(text);
                    }
                }
            } catch (IOException _) {
                Jevent.sleep(Duration.ofMillis(100)); // as the page does
            }
            connected(false);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void connected(boolean is) {
        connected = is;
        if (!is) {
            server = (server + 1) % servers.size();
        }
        notifyAll();
    }

    private synchronized void hear(String json) {
        Matcher message = MESSAGE.matcher(json);
        if (message.find()) {
            after = Long.parseLong(message.group(1));
            heard.add(message.group(2));
            notifyAll();
        }
    }

    /** Has it know of another server. */
    void replace(int index, URI address) {
        servers.set(index, address);
    }

    /** Waits until it is connected to a server; returns which. */
    synchronized int awaitServer() throws InterruptedException {
        while (!connected) {
            wait();
        }
        return server;
    }

    /** Waits for a message; returns all so far. */
    synchronized List<String> await(String text) throws InterruptedException {
        while (!heard.contains(text)) {
            wait();
        }
        return List.copyOf(heard);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        thread.interrupt();
    }
}
