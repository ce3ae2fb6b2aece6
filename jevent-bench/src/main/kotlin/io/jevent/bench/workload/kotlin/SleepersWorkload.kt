// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.kotlin

import io.jevent.bench.workload.Lengths
import io.jevent.bench.workload.ProcessorTime
import io.jevent.bench.workload.Rounds
import io.jevent.bench.workload.WakeOrder
import kotlin.time.Duration.Companion.nanoseconds
import kotlinx.coroutines.delay
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** Coroutines that sleep for random lengths, which `delay` rounds up to whole milliseconds. */
object SleepersWorkload {
    @JvmStatic
    fun main(args: Array<String>) = Rounds.serve(args, ::round)

    private fun round(count: Int): Double = runBlocking {
        val order = WakeOrder(Lengths.seconds(count, 2, 1))
        val begin = ProcessorTime.nanos()
        List(count) {
            launch {
                val sleeper = order.sleeps()
                delay(order.length(sleeper).nanoseconds)
                order.woke(sleeper)
            }
        }.joinAll()
        val end = ProcessorTime.nanos()
        order.report()
        (end - begin).toDouble() / count
    }
}
