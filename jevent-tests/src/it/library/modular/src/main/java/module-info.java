// SPDX-License-Identifier: Apache-2.0
/** A program on the module path. */
module user.modular {
    requires io.jevent.net;
}
