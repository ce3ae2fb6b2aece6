// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.monkey.Patch;

/** Says what is patched. */
public final class Report {

    private Report() {}

    /**
     * Makes the report.
     *
     * @return lines of text
     */
    public static String make() {
        Patcher patcher = Patcher.ifThere();
        var text = new StringBuilder("patched:\n");
        for (Patch patch : Patch.values()) {
            if (patcher != null && patcher.isActive(patch)) {
                line(
                        text,
                        patch,
                        patch == Patch.THREAD
                                ? patch.effect() + ": " + String.join(", ", patcher.threadPackages())
                                : patch.effect());
            }
        }
        text.append("not patched:\n");
        for (Patch patch : Patch.values()) {
            if (patcher == null || !patcher.isActive(patch)) {
                line(text, patch, patch.effect());
            }
        }
        if (patcher != null) {
            patcher.failures()
                    .forEach((name, reason) -> text.append("left as it is: ")
                            .append(name)
                            .append(": ")
                            .append(reason)
                            .append('\n'));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, Patch patch, String what) {
        text.append(String.format("  %-10s  %s%n", patch.option(), what));
    }
}
