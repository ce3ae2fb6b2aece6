// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.cost;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code strace -f} has written: the calls of the thread of a hub. */
final class SystemCalls {

    /** The calls that wait, and those on sockets. */
    static final String TRACED =
            "poll,epoll_create1,epoll_ctl,epoll_wait,epoll_pwait,epoll_pwait2,accept,accept4,read,readv,"
                    + "recvfrom,recvmsg,recvmmsg,write,writev,sendto,sendmsg,sendmmsg,sendfile,shutdown,close,timerfd_settime,"
                    + "setsockopt,getsockopt,ioctl,fcntl";

    /** A line begins with the thread; a call that another thread interrupts is completed in a second line. */
    private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\(.*");

    private static final String WAIT = "epoll_wait";

    private SystemCalls() {}

    /** Skips the tests of a class without strace, unless it must be there. */
    static void require() {
        boolean installed = Files.isExecutable(Path.of("/usr/bin/strace"));
        assumeTrue(installed || System.getenv("JEVENT_NEED_STRACE") != null, "strace is not installed");
    }

    /**
     * Returns the calls after one {@code last} until the next that come most often on the thread that waits with epoll
     * most often. Waits are called {@code epoll_wait} whatever their precision, and count once if nothing is between
     * them: how often a hub looks before it blocks depends on when the client goes on.
     */
    static String mostOften(Path log, String last) throws IOException {
        var ofThreads = new HashMap<String, List<String>>();
        for (String line : Files.readAllLines(log)) {
            Matcher call = CALL.matcher(line);
            if (call.matches()) {
                List<String> calls = ofThreads.computeIfAbsent(call.group(1), _ -> new ArrayList<>());
                String name = call.group(2).startsWith("epoll_p") ? WAIT : call.group(2);
                if (!name.equals(WAIT) || calls.isEmpty() || !calls.getLast().equals(WAIT)) {
                    calls.add(name);
                }
            }
        }
        var counts = new HashMap<String, Integer>();
        var since = new ArrayList<String>();
        for (String call : hub(ofThreads)) {
            since.add(call);
            if (call.equals(last)) {
                counts.merge(String.join(" ", since), 1, Integer::sum);
                since.clear();
            }
        }
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow(() -> new IllegalStateException("no " + last + " in " + log))
                .getKey();
    }

    private static List<String> hub(Map<String, List<String>> ofThreads) {
        return ofThreads.values().stream()
                .max((one, other) -> Long.compare(waits(one), waits(other)))
                .orElseThrow();
    }

    private static long waits(List<String> calls) {
        return calls.stream().filter(call -> call.equals(WAIT)).count();
    }
}
