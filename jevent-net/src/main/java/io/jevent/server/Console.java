// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.event.AsyncResult;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.jshell.JShellSession;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The console of one connection to the backdoor. */
final class Console implements AutoCloseable {

    private static final int LONGEST_LINE = 64 * 1024;
    private static final Duration RESPONSE_LIMIT = Duration.ofSeconds(1);
    private static final String PROMPT = "jevent> ";
    private static final String HELP = """
            hubs                 the hubs of this process
            list                 their greenlets
            report [HUB]         what each greenlet does, waits for, and its stack
            kill [HUB] GREENLET  throw a GreenletExit into it
            quit                 leave
            Anything else is Java.
            """;

    private final StreamSocket socket;
    private final Map<String, Object> values;
    private final LineReader lines;
    private final PrintStream out;
    private @Nullable JShellSession snippets;

    Console(StreamSocket socket, Map<String, Object> values) {
        this.socket = socket;
        this.values = values;
        this.lines = new LineReader(socket.inputStream(), LONGEST_LINE);
        this.out = new PrintStream(socket.outputStream(), false, StandardCharsets.UTF_8);
    }

    void run() throws IOException {
        say("jevent " + Runtime.version().feature() + " on " + Hub.current() + "; help lists the commands\n" + PROMPT);
        boolean first = true;
        String line;
        while ((line = next()) != null) {
            if (first && isHttp(line)) {
                say("this is not a web server\n");
                return;
            }
            first = false;
            if (line.equals("quit") || line.equals("exit") || line.equals("quit()")) {
                return;
            }
            String answer = answer(line);
            boolean more = snippets != null && snippets.isIncomplete();
            say(answer + (more ? "   ...> " : PROMPT));
        }
    }

    private @Nullable String next() throws IOException {
        try {
            return lines.next();
        } catch (LineReader.LineTooLongException e) {
            say(e.getMessage() + "\n");
            return null;
        }
    }

    /**
     * Detects HTTP: a web page can make a browser on this machine send requests here, with commands in their bodies.
     */
    private static boolean isHttp(String line) {
        return line.matches(".* HTTP/\\d(\\.\\d)?");
    }

    private void say(String text) throws IOException {
        socket.sendAll(text.getBytes(StandardCharsets.UTF_8));
    }

    private String answer(String line) {
        if (snippets != null && snippets.isIncomplete()) {
            return snippets.eval(line);
        }
        String[] words = line.strip().split("\\s+", 2);
        String rest = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "" -> "";
            case "help" -> HELP;
            case "hubs" -> hubs();
            case "list" -> list();
            case "report" -> report(rest);
            case "kill" -> kill(rest);
            default -> java(line);
        };
    }

    private static String hubs() {
        var text = new StringBuilder();
        for (Hub hub : Hub.all()) {
            text.append(hub).append(": ").append(hub.greenletCount()).append(" greenlets\n");
        }
        return text.toString();
    }

    private static String list() {
        var text = new StringBuilder();
        for (Hub hub : Hub.all()) {
            String of = on(hub, () -> {
                var lines = new StringBuilder();
                for (RawGreenlet greenlet : hub.greenlets()) {
                    lines.append(hub.name()).append(' ').append(greenlet.name());
                    lines.append(": ").append(greenlet.activity()).append('\n');
                }
                return lines.toString();
            });
            text.append(of == null ? hub + ": does not respond\n" : of);
        }
        return text.toString();
    }

    private static String report(String name) {
        var text = new StringBuilder();
        for (Hub hub : Hub.all()) {
            if (name.isEmpty() || hub.name().equals(name)) {
                text.append(hub.report());
            }
        }
        return text.isEmpty() ? "no hub is named " + name + "\n" : text.toString();
    }

    private static String kill(String what) {
        String[] words = what.split("\\s+", 2);
        for (Hub hub : Hub.all()) {
            if (words.length == 2 && hub.name().equals(words[0])) {
                return kill(List.of(hub), words[1].strip());
            }
        }
        return what.isEmpty()
                ? "usage: kill [HUB] GREENLET; list shows the greenlets\n"
                : kill(Hub.all(), what.strip());
    }

    private static String kill(List<Hub> hubs, String name) {
        var found = new ArrayList<RawGreenlet>();
        for (Hub hub : hubs) {
            List<RawGreenlet> all = on(hub, hub::greenlets);
            if (all != null) {
                all.stream().filter(greenlet -> greenlet.name().equals(name)).forEach(found::add);
            }
        }
        if (found.size() != 1) {
            return found.isEmpty()
                    ? "no greenlet is named " + name + "\n"
                    : found.size() + " greenlets are named " + name + "; name the hub: kill HUB GREENLET\n";
        }
        found.getFirst().interrupt(new GreenletExit("killed through the backdoor"));
        return "killed " + name + "\n";
    }

    /** Evaluates {@code question} on a hub; returns null if the hub does not respond in time. */
    private static <T> @Nullable T on(Hub hub, Supplier<T> question) {
        if (hub.isCurrent()) {
            return question.get();
        }
        var answer = new AsyncResult<T>();
        try {
            hub.runCallback(() -> answer.set(question.get()));
        } catch (HubClosedException e) {
            return null;
        }
        return answer.join(RESPONSE_LIMIT) ? answer.value() : null;
    }

    private String java(String line) {
        JShellSession shell = snippets;
        if (shell == null) {
            try {
                shell = JShellSession.open(values, out);
            } catch (UnsupportedOperationException e) {
                return e.getMessage() + "\n";
            }
            snippets = shell;
        }
        return shell.eval(line);
    }

    @Override
    public void close() {
        if (snippets != null) {
            snippets.close();
        }
    }
}
