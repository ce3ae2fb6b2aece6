// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

import java.lang.management.ManagementFactory;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** The heap of this process. */
public final class Heap {

    /** The last line of a class histogram. */
    private static final Pattern TOTAL = Pattern.compile("^Total\\s+\\d+\\s+(\\d+)", Pattern.MULTILINE);

    private Heap() {}

    /**
     * Returns the bytes of all live objects, by the JVM's class histogram. The heap in use after a collection is more:
     * the serial collector leaves up to a twentieth of the old generation as garbage, unless it happens to compact.
     */
    public static long used() {
        try {
            var histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            var total = TOTAL.matcher(histogram);
            if (!total.find()) {
                throw new IllegalStateException("no total in the class histogram: " + histogram);
            }
            return Long.parseLong(total.group(1));
        } catch (JMException e) {
            throw new IllegalStateException("the JVM has no class histogram", e);
        }
    }
}
