// SPDX-License-Identifier: Apache-2.0

// The Go peer of the bench. Usage: peer ROW OPERATIONS WARM_MILLIS, or peer serve KIND.
// It prints "ready" after the warm-up and a number for each line on standard input; as a server see servers.go.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"time"
)

type round func(operations int) float64

var rounds = map[string]round{
	"switch":       switchRound,
	"queue":        queueRound,
	"spawn":        spawnRound,
	"parked-bytes": parkedBytesRound,
	"million":      millionRound,
	"timers":       timersRound,
	"sleepers":     sleepersRound,
	"cross-thread": crossThreadRound,
	"wake-latency": wakeLatencyRound,
}

func main() {
	if os.Args[1] == "serve" {
		serve(os.Args[2])
		return
	}
	run, known := rounds[os.Args[1]]
	if !known {
		fmt.Fprintln(os.Stderr, "no such row:", os.Args[1])
		os.Exit(2)
	}
	operations := number(os.Args[2])
	warm := time.Duration(number(os.Args[3])) * time.Millisecond
	for begin := time.Now(); time.Since(begin) < warm; {
		run(operations)
	}
	fmt.Println("ready")
	for turns := bufio.NewScanner(os.Stdin); turns.Scan(); {
		fmt.Println(run(operations))
	}
}

func number(text string) int {
	value, err := strconv.Atoi(text)
	if err != nil {
		fail(err)
	}
	return value
}

func perOperation(begin time.Time, operations int) float64 {
	return float64(time.Since(begin).Nanoseconds()) / float64(operations)
}
