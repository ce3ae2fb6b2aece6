// SPDX-License-Identifier: Apache-2.0
package user;

/** Prints an echo. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        IO.println(Echo.once());
    }
}
