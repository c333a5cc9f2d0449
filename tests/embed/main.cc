// SPDX-License-Identifier: MIT
// main.cc - a C++ program with kernel code inside
#include <iostream>
#include <thread>
#include <vector>

#include <quarry/quarry.h>

#include "churn.h"

int main()
{
	if (quarry_boot("mem=128M"))
		return 1;
	if (churn_start())
		return 1;
	std::vector<std::thread> threads;
	bool good = true;
	for (unsigned i = 0; i < 4; i++)
		threads.emplace_back([i, &good] { if (churn_run(i, 2000)) good = false; });
	for (auto &thread : threads)
		thread.join();
	churn_stop();
	std::cout << (good ? "good" : "bad") << std::endl;
	return !good;
}
