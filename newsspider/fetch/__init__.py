"""What Scrapy lacks to fetch safely and politely: one rule a file, all of them ordinary Scrapy components."""
