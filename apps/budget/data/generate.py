#!/usr/bin/env python3
"""Writes sample-year.csv and sample-year.expected.json beside this file.

    python3 generate.py [--check]

The CSV is a made-up household's year 2025 in the format of a Mint export: dates are MM/DD/YYYY, "debit" is money out,
"credit" is money in and no expense. It holds what a careful import must cope with: quoted commas, letters beyond
ASCII, rows that are exactly equal and all meant (two bus tickets on one day), and refunds. The JSON beside it holds the
figures that a correct import yields, computed here in whole cents, so that no test repeats the program's own sums.

The seed is fixed and only random.Random.random() is drawn from, whose sequence Python promises to keep between
versions. --check writes nothing and exits with 1 unless both files are what this program would write. Neither the build
nor the tests run this file.
"""

import argparse
import csv
import datetime
import io
import json
import pathlib
import random
import sys

SEED = 20250101
YEAR = 2025
CHECKING, CARD, SAVINGS = "Checking", "Credit Card", "Savings"

# category -> [(description, account, smallest cents, largest cents)], average number of rows a month
FREQUENT = {
    "Groceries": (24, [
        ("Corner Market", CARD, 450, 6800), ("Green Basket Grocery", CARD, 900, 12500),
        ("Farmers' Market, Saturday", CHECKING, 600, 4200), ("Bäckerei am Platz", CARD, 180, 1650),
        ("Fromagerie du Coin", CARD, 520, 3100), ("Bulk Foods, Nuts & Grains", CARD, 700, 5400),
    ]),
    "Restaurants": (13, [
        ("Café Olé", CARD, 320, 1900), ("Noodle House, Main Street", CARD, 1150, 4600),
        ("Pizzeria Bella Sera", CARD, 1400, 5200), ("Smørrebrød & Co.", CARD, 980, 3700),
        ("拉麺 Ramen Counter", CARD, 1250, 3300), ("Burger Stand", CHECKING, 650, 1850),
    ]),
    "Transport": (18, [
        ("City Bus Ticket", CARD, 280, 280), ("Metro Day Pass", CARD, 740, 740), ("Taxi, Airport", CARD, 2400, 4900),
        ("Bicycle Repair", CHECKING, 1500, 9500), ("Regional Train", CARD, 890, 5600),
    ]),
    "Shopping": (9, [
        ("Household Goods, 2 items", CARD, 599, 8900), ("Paper & Ink Stationery", CARD, 240, 3500),
        ("Shoe Shop \"The Last\"", CARD, 3900, 14900), ("Clothing Outlet", CARD, 1290, 17900),
    ]),
    "Health": (4, [
        ("Pharmacy", CARD, 380, 5200), ("Dentist, Dr. on Call", CHECKING, 4500, 28000), ("Optician", CARD, 1900, 24900),
    ]),
    "Entertainment": (6, [
        ("Cinema Lumière", CARD, 950, 3400), ("Concert Hall, Row 7", CARD, 2800, 11900), ("Museum", CARD, 600, 2400),
        ("Board Game Shop", CARD, 1450, 6900),
    ]),
    "Pets": (3, [("Pet Supplies", CARD, 890, 7400), ("Veterinary Clinic", CHECKING, 3900, 31000)]),
    "Gifts": (3, [("Flower Shop", CARD, 990, 6500), ("Bookshop, Gift Card", CARD, 1500, 7500)]),
}

# category -> [(day of month, description, account, cents, by how many cents it varies)]
MONTHLY = {
    "Rent": [(1, "Rent, Share of Flat 4B", CHECKING, 33900, 0)],
    "Utilities": [(5, "Electricity & Gas", CHECKING, 8900, 4200), (9, "Water Works", CHECKING, 3100, 600),
                  (12, "Internet, Fibre 250", CARD, 3999, 0), (15, "Mobile Phone", CARD, 1990, 0)],
    "Insurance": [(3, "Household Insurance", CHECKING, 1875, 0), (3, "Bicycle Insurance", CHECKING, 620, 0)],
}

# Seldom and large; each amount is unique, so that the order of the top ten is never a matter of taste.
RARE = [
    (2, 14, "Travel", "Night Train, 2 berths", CARD, 23840),
    (4, 18, "Travel", "Guesthouse \"Zur Linde\", 3 nights", CARD, 41250),
    (5, 2, "Travel", "Ferry Crossing", CARD, 9680), (7, 5, "Travel", "Flight, Return", CARD, 58999),
    (7, 6, "Travel", "Holiday Flat, 2 weeks", CARD, 132000), (7, 9, "Travel", "Rental Car", CARD, 34515),
    (8, 30, "Travel", "Mountain Hut", CARD, 12700), (10, 11, "Travel", "Weekend in Łódź", CARD, 28760),
    (12, 20, "Travel", "Train Home, Flexible", CARD, 17430),
    (3, 8, "Shopping", "Washing Machine", CHECKING, 64900), (11, 28, "Shopping", "Laptop Computer", CARD, 149999),
    (6, 13, "Travel", "Rail Pass, Summer", CARD, 44900), (1, 25, "Shopping", "Sofa, Second-hand", CHECKING, 52900),
    (11, 6, "Health", "Spectacles", CARD, 38900), (9, 16, "Health", "Physiotherapy, 10 sessions", CHECKING, 47000),
]

# Meant as they stand: the same ride, coffee or entry twice on one day.
EQUAL = [
    (1, 17, "Transport", "City Bus Ticket", CARD, 280, 2), (3, 22, "Transport", "City Bus Ticket", CARD, 280, 4),
    (5, 10, "Restaurants", "Café Olé", CARD, 450, 2), (8, 2, "Entertainment", "Museum", CARD, 1200, 3),
    (12, 6, "Restaurants", "Mulled Wine Stall", CHECKING, 500, 2),
]


class Dice:
    """Whole numbers from random.Random.random() alone."""

    def __init__(self, seed):
        self._source = random.Random(seed)

    def between(self, low, high):
        return low + int(self._source.random() * (high - low + 1))

    def one_of(self, values):
        return values[self.between(0, len(values) - 1)]


def days_in(month):
    following = datetime.date(YEAR + month // 12, month % 12 + 1, 1)
    return (following - datetime.timedelta(days=1)).day


def make_rows():
    """(date, description, cents, kind, category, account), by date and then in the order of their making."""
    dice = Dice(SEED)
    rows = []
    for month in range(1, 13):
        def add(day, description, cents, kind, category, account, month=month):
            rows.append((datetime.date(YEAR, month, day), description, cents, kind, category, account))

        for category, bills in MONTHLY.items():
            for day, description, account, cents, spread in bills:
                add(day, description, cents + dice.between(-spread, spread), "debit", category, account)
        for category, (average, merchants) in FREQUENT.items():
            for _ in range(average + dice.between(-1, 2)):
                description, account, low, high = dice.one_of(merchants)
                # The smaller of two throws: small purchases are more frequent than large ones.
                cents = min(dice.between(low, high), dice.between(low, high))
                add(dice.between(1, days_in(month)), description, cents, "debit", category, account)
        add(days_in(month), "Salary", 318000, "credit", "Paycheck", CHECKING)
        add(20, "Payment, Thank You", 40000 + 100 * dice.between(0, 900), "credit", "Credit Card Payment", CARD)
        if month % 3 == 0:
            add(28, "Interest", dice.between(310, 480), "credit", "Interest Income", SAVINGS)
            add(dice.between(2, 25), "Clothing Outlet, Refund", dice.between(1290, 5900), "credit", "Shopping", CARD)
    for month, day, category, description, account, cents in RARE:
        rows.append((datetime.date(YEAR, month, day), description, cents, "debit", category, account))
    for month, day, category, description, account, cents, times in EQUAL:
        rows += [(datetime.date(YEAR, month, day), description, cents, "debit", category, account)] * times
    return sorted(rows, key=lambda row: row[0])


def money(cents):
    return f"{cents // 100}.{cents % 100:02d}"


def csv_text(rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["Date", "Description", "Amount", "Transaction Type", "Category", "Account Name"])
    for date, description, cents, kind, category, account in rows:
        writer.writerow([date.strftime("%m/%d/%Y"), description, money(cents), kind, category, account])
    return out.getvalue()


def by_category(expenses):
    """As the Budget Tracker orders it: by total descending, then by name."""
    sums = {}
    for _, _, cents, _, category, _ in expenses:
        count, total = sums.get(category, (0, 0))
        sums[category] = (count + 1, total + cents)
    return [{"category": name, "count": count, "total": money(total)}
            for name, (count, total) in sorted(sums.items(), key=lambda item: (-item[1][1], item[0]))]


def expected(rows):
    expenses = [row for row in rows if row[3] == "debit"]
    largest = sorted(expenses, key=lambda row: -row[2])
    assert largest[9][2] > largest[10][2] and len({row[2] for row in largest[:10]}) == 10, "a tie in the top ten"
    months = {}
    for row in expenses:
        months.setdefault(row[0].strftime("%Y-%m"), []).append(row)
    return {
        "rows": len(rows),
        "credits": len(rows) - len(expenses),
        "equal_rows": len(expenses) - len(set(expenses)),
        "count": len(expenses),
        "total": money(sum(row[2] for row in expenses)),
        "first": expenses[0][0].isoformat(),
        "last": expenses[-1][0].isoformat(),
        "categories": by_category(expenses),
        "months": [{"month": month, "count": len(of), "total": money(sum(row[2] for row in of)),
                    "rows": by_category(of)}
                   for month, of in sorted(months.items())],
        "top": [{"date": row[0].isoformat(), "category": row[4], "description": row[1], "amount": money(row[2])}
                for row in largest[:10]],
    }


def main():
    parser = argparse.ArgumentParser(description="Writes the sample year and its expected figures.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the files differ")
    arguments = parser.parse_args()

    rows = make_rows()
    figures = expected(rows)
    assert figures["count"] >= 1000 and len(figures["categories"]) == 12 and len(figures["months"]) == 12
    here = pathlib.Path(__file__).parent
    wanted = {"sample-year.csv": csv_text(rows),
              "sample-year.expected.json": json.dumps(figures, indent=2, ensure_ascii=False) + "\n"}
    for name, text in wanted.items():
        path = here / name
        if not arguments.check:
            path.write_bytes(text.encode())
        elif not path.exists() or path.read_bytes() != text.encode():
            sys.exit(f"{path} is not what {pathlib.Path(__file__).name} writes; run it without --check")


if __name__ == "__main__":
    main()
