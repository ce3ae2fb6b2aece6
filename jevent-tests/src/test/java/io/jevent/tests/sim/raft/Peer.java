// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim.raft;

import io.jevent.Timeout;
import io.jevent.socket.StreamSocket;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks another replica: a line, and a line as answer. One connection serves until it fails. */
final class Peer implements AutoCloseable {

    private final String name;
    private final Duration limit;
    private @Nullable StreamSocket socket;
    private @Nullable BufferedReader reader;

    Peer(String name, Duration limit) {
        this.name = name;
        this.limit = limit;
    }

    String name() {
        return name;
    }

    String ask(String line) throws IOException {
        try (var _ = Timeout.startNew(limit)) {
            StreamSocket open = socket;
            BufferedReader lines = reader;
            if (open == null || lines == null) {
                open = StreamSocket.connect(name + ":7000");
                lines = new BufferedReader(new InputStreamReader(open.inputStream(), StandardCharsets.UTF_8));
                socket = open;
                reader = lines;
            }
            open.sendAll((line + "\n").getBytes(StandardCharsets.UTF_8));
            String answer = lines.readLine();
            if (answer == null) {
                throw new EOFException(name);
            }
            return answer;
        } catch (IOException e) {
            close();
            throw e;
        } catch (Timeout e) {
            close();
            throw new IOException(name + " does not answer", e);
        }
    }

    @Override
    public void close() {
        StreamSocket open = socket;
        if (open != null) {
            open.close();
        }
        socket = null;
        reader = null;
    }
}
