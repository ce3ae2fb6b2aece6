// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.TaskRunner;
import io.jevent.pool.Pool;
import java.util.List;

/** Work on several inputs, read side by side. */
final class SeveralInputs {

    private SeveralInputs() {}

    // @start region="program"
    static void main() {
        var names = List.of("Ada", "Grace", "Barbara");
        var years = List.of(1815, 1906);
        var pool = new Pool(2);

        pool.imap((name, year) -> name + " was born in " + year, names, years).forEachRemaining(IO::println);

        var rows = TaskRunner.zip(names, years, List.of("notes", "compilers"));
        IO.println(pool.map(row -> row.get(0) + " and " + row.get(2), rows));
    }
    // @end
}
