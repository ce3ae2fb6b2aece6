// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The JDK's own scheduler of virtual threads. Its threads cannot be enumerated, but the JDK tells how many of them run,
 * are ready, sleep, or wait for input and output: only those could ever act without being woken by somebody.
 */
public final class JdkScheduler {

    private static final Pattern BUSY = Pattern.compile("\\b(?:active|tasks|submissions|delayed) = [1-9]");
    private static final Pattern REGISTERED = Pattern.compile("registered = ([0-9]+)");
    private static final String FIRST_POLLERS = "Read I/O pollers:";

    private JdkScheduler() {}

    /** Whether a platform thread is one of those that run this scheduler. */
    public static boolean isCarrier(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group != null && group.getName().equals("CarrierThreads");
    }

    /** Whether a platform thread waits for the input and output of virtual threads. */
    public static boolean isPoller(Thread thread) {
        return thread.getName().endsWith("Poller") && !isCarrier(thread);
    }

    /**
     * Whether a virtual thread of that scheduler may do something by itself. Slow: tens of milliseconds the first time.
     *
     * @param pollers whether there are pollers; asked about them, the JDK would start some
     * @return true as well when the JDK does not tell
     */
    public static boolean mayAct(boolean pollers) {
        try {
            return isBusy(ask("threadVthreadScheduler")) || (pollers && awaitsIo(ask("threadVthreadPollers")));
        } catch (JMException | LinkageError e) {
            return true;
        }
    }

    private static String ask(String operation) throws JMException {
        var diagnostics = new ObjectName("com.sun.management:type=DiagnosticCommand");
        Object answer = ManagementFactory.getPlatformMBeanServer().invoke(diagnostics, operation, null, null);
        return String.valueOf(answer);
    }

    static boolean isBusy(String scheduler) {
        return BUSY.matcher(scheduler).find();
    }

    /** Reads the answer from the pollers of reading on: what the master poller watches is the other pollers. */
    static boolean awaitsIo(String pollers) {
        Matcher registered = REGISTERED.matcher(pollers);
        int from = Math.max(0, pollers.indexOf(FIRST_POLLERS));
        while (registered.find(from)) {
            if (Integer.parseInt(registered.group(1)) > 0) {
                return true;
            }
            from = registered.end();
        }
        return false;
    }
}
