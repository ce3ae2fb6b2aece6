// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.api;

import java.util.List;

/**
 * A public or protected type of an exported package.
 *
 * @param module the folder of its module
 * @param name its qualified name
 * @param audience the word of its tag {@code @audience}, or {@code API}
 * @param lines its declaration, then one line for each member, indented
 * @param since the version in its Javadoc, or the empty string
 * @param documentation the text of its Javadoc
 * @param place its file and line
 */
record ApiType(
        String module,
        String name,
        String audience,
        List<String> lines,
        String since,
        String documentation,
        String place) {}
