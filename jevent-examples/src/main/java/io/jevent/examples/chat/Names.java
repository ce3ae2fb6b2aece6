// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import io.jevent.http.HttpException;
import io.jevent.http.Request;

/** The names of users. */
final class Names {
    private static final int LONGEST = 24;

    /** The rule, for those whose name is refused. */
    static final String RULE = "a name has 1 to " + LONGEST + " letters and no colon";

    private Names() {}

    /** Returns the name in the path of a request; refuses a bad one. */
    static String of(Request request) {
        String name = request.variable("name");
        if (!isAllowed(name)) {
            throw new HttpException(400, RULE);
        }
        return name;
    }

    static boolean isAllowed(String name) {
        return !name.isBlank() && name.length() <= LONGEST && name.codePoints().noneMatch(Names::isForbidden);
    }

    /** A colon ends the name in a line; invisible characters make two names look the same. */
    private static boolean isForbidden(int character) {
        return character == ':'
                || Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT;
    }
}
