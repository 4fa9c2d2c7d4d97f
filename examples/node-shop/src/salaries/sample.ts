/** `npm run --silent sample > salaries.csv`: a payroll of a thousand to try with, some of whom cannot be paid. */
const ENDS: Record<number, string> = { 250: "9901", 500: "9907", 750: "9908" };

console.log("id,name,phone,amount");
for (let number = 1; number <= 1_000; number += 1) {
  const [id, end] = [String(number).padStart(4, "0"), ENDS[number] ?? String(number % 9_000).padStart(4, "0")];
  console.log(`E${id},Employee ${number},7${number % 8}${String(number % 100).padStart(2, "0")}${end},${60_000 + (number % 40) * 500}`);
}
